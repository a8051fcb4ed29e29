"""MIE's data plane as its operators call it, over the run's own files and the object store."""

from typing import Any

from lambda_operator.planes import Answer, plane_of_this_run


class DataPlane:
    """Stores and reads metadata of assets. Like MIE's, it answers a refusal with Code and Message, not an exception."""

    def call_dataplane(  # noqa: PLR0913, PLR0917 - MIE's own signature
        self,
        path: str,
        resource: str,
        method: str,
        body: Any = None,
        path_params: dict[str, str] | None = None,
        query_params: dict[str, str] | None = None,
    ) -> Answer:
        """Answer a request as the data plane's REST API does; ``resource`` is the route that ``path`` belongs to."""
        query, parts = query_params or {}, path.strip("/").split("/")
        parameters = path_params or {}
        match method.upper(), resource:
            case "POST", "/create":
                return plane_of_this_run().create()
            case "GET", "/mediapath/{asset_id}/{workflow_id}":
                return plane_of_this_run().path(parts[1], parts[2])
            case "POST", "/metadata/{asset_id}":
                paged, last = query.get("paginated") == "true", query.get("end") == "true"
                return plane_of_this_run().store(parts[1], body or {}, paged=paged, last=last)
            case "GET", "/metadata/{asset_id}" | "/metadata/{asset_id}/{operator_name}":
                return plane_of_this_run().retrieve(parts[1], parameters.get("operator_name", ""), query.get("cursor"))
            case _:
                message = f"the data plane of an operator does not know {method} {resource}"
                return {"Code": "NotFoundError", "Message": message}

    def create_asset(self, *source: str) -> Answer:
        """Answer that an operator makes no assets. MIE's arguments: medium (since 3.0), bucket and key."""
        return self.call_dataplane("/create", "/create", "POST", {"Input": list(source)})

    def store_asset_metadata(  # noqa: PLR0913, PLR0917 - MIE's own signature
        self,
        asset_id: str,
        operator_name: str,
        workflow_id: str,
        results: Any,
        paginate: bool = False,  # noqa: FBT001, FBT002 - MIE's own signature
        end: bool = False,  # noqa: FBT001, FBT002 - MIE's own signature
    ) -> Answer:
        """Store a result, or one page of it; pages become one result with ``end``."""
        flags = {"paginated": paginate, "end": end}
        return self.call_dataplane(
            f"/metadata/{asset_id}",
            "/metadata/{asset_id}",
            "POST",
            {"OperatorName": operator_name, "Results": results, "WorkflowId": workflow_id},
            {"asset_id": asset_id},
            {name: "true" for name, wanted in flags.items() if wanted},
        )

    def retrieve_asset_metadata(
        self, asset_id: str, operator_name: str | None = None, cursor: str | None = None
    ) -> Answer:
        """Return a page of what is known of an asset; ``cursor`` of one answer asks for the next page."""
        resource, path, names = "/metadata/{asset_id}", f"/metadata/{asset_id}", {"asset_id": asset_id}
        if operator_name:
            resource, path = f"{resource}/{{operator_name}}", f"{path}/{operator_name}"
            names["operator_name"] = operator_name
        return self.call_dataplane(path, resource, "GET", None, names, {"cursor": cursor} if cursor else None)

    def generate_media_storage_path(self, asset_id: str, workflow_id: str) -> Answer:
        """Return bucket and prefix where the files of an execution belong."""
        names = {"asset_id": asset_id, "workflow_id": workflow_id}
        return self.call_dataplane(
            f"/mediapath/{asset_id}/{workflow_id}", "/mediapath/{asset_id}/{workflow_id}", "GET", None, names
        )
