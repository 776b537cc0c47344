"""`python -m shuangsuiji` is `ssj`, for machines where scripts are not on the path."""

from shuangsuiji.commands.main import main

main()
