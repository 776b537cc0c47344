"""What makes and tests the package for Windows: `make windows-zip`, `make wheelhouse`, `make windows-test`.

Everything comes from package registries and is pinned by hash: `requirements.lock` for the libraries, and
`windows.lock` for the embedded CPython and for the one library that Wine 8 needs in an older version.
"""
