"""What can be wrong with a cassette."""


class FormatError(ValueError):
    """The data is no interaction; the text says where it is not."""


class CassetteError(ValueError):
    """The file cannot be read or written, or is no cassette; the text names file and line."""

    __module__ = "scaleway_genapi_mock"  # where it is imported from: a traceback shows it
