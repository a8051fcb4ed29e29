/** Follows changes while the shell is there, once somebody is known. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { sessionQuery } from "../api/queries";
import { follow } from "../live/stream";
import { cacheListener } from "./liveCache";

/** Whether changes arrive as they happen. */
export function useLiveChanges(): boolean {
  const cache = useQueryClient();
  const { isSuccess } = useQuery(sessionQuery);
  const [isLive, setIsLive] = useState(true);
  useEffect(() => {
    if (!isSuccess) {
      return;
    }
    return follow(new URL("v1/events", document.baseURI).href, cacheListener(cache, setIsLive));
  }, [cache, isSuccess]);
  return isLive;
}
