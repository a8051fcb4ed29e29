"""Files that are to be sent, and where in the store each will be."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1.meta import Name
from media_insights.domain import layout
from media_insights.domain.key_parts import FILE_NAME_BYTES, RESERVED, file_name
from media_insights.rest.chosen_keys import unfit
from media_insights.rest.problems import ApiRefusal

_NAME_ALONE = (
    "a file that is kept under its name alone has a name without folders and hidden characters, in Unicode's form NFC, "
    f"of at most {FILE_NAME_BYTES} bytes of UTF-8"
)


def _leave_out_default(schema: dict[str, Any]) -> None:
    """Types that are generated from the description would else have every client send the member."""
    schema.pop("default", None)


class NewUpload(BaseModel):
    """A file that is to be sent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"namespace": "newsroom", "name": "clip.mp4", "bytes": 20971520}]},
    )

    namespace: Name
    name: str = Field(min_length=1, max_length=255, description="The file's name.")
    bytes: int = Field(ge=1, description="Its size.")
    digest: str = Field(
        default="",
        pattern=r"^(|[0-9a-f]{64})$",
        description="SHA-256 of the content, in hex: a file that is there already is not sent again.",
    )
    content_type: str = Field(default="", alias="contentType", max_length=127)
    folder: str = Field(
        default="",
        max_length=767,
        description="With `named`: below the namespace's uploads.",
        json_schema_extra=_leave_out_default,
    )
    named: bool = Field(
        default=False,
        description="Keep it under its name alone, for manifests that name it so; with `digest`. Nothing is replaced.",
    )


def key_of(body: NewUpload, suffix: str) -> str:
    """Return where a file will be: where no other file can be, or under its name alone. Raises ApiRefusal."""
    name = file_name(body.name)
    if name in ("", ".", "..") or name.startswith(RESERVED):
        said = f"a file has a name that can be read, which does not begin with {RESERVED}"
        raise ApiRefusal(422, "invalid", said, at=[("/name", said)])
    if not body.named:
        if body.folder:
            said = "a folder is for a file that is kept under its name alone: send named: true, too"
            raise ApiRefusal(422, "invalid", said, at=[("/folder", said)])
        return layout.own_upload_key(body.namespace, body.digest or suffix, body.name)
    if not body.digest:
        said = "a file that is kept under its name alone is sent with its SHA-256"
        raise ApiRefusal(422, "invalid", said, at=[("/digest", said)])
    if name != body.name:
        said = f"{_NAME_ALONE}, where this one would become {name}: name the file so here and in what names it"
        raise ApiRefusal(422, "invalid", said, at=[("/name", said)])
    key = layout.upload_key(body.namespace, name, body.folder)
    _require_own_place(key, body)
    return key


def _require_own_place(key: str, body: NewUpload) -> None:
    """Raise ApiRefusal (422) for a folder that is none below the uploads, or one that keeps files by their content."""
    said = unfit(key)
    if {"", ".", ".."} & set(body.folder.split("/")) and body.folder:
        said = "a folder has names between single slashes, none of them . or .."
    elif layout.names_content(key):
        said = "a folder is not called like those in which files are kept by their content: take another name"
    if said:
        raise ApiRefusal(422, "invalid", said, at=[("/folder", said)])
