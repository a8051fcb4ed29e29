/** Navigation by what comes later than somebody's press: a timer, an answer of the server. */
import { deepEqual, useMatch, useRouter } from "@tanstack/react-router";
import { useCallback } from "react";

type Navigate = (options: never) => Promise<void>;

/**
 * Return what navigates from the page that a component stands on, until another page is asked for.
 *
 * The code of the other page may be on its way for seconds; this one is shown meanwhile, and its timers would take the
 * address back. Nothing happens then, nor after the page is gone: people stay where they went.
 */
export function useWhileOpen<Given extends Navigate>(navigate: Given): Given {
  const router = useRouter();
  const { routeId, params } = useMatch({ strict: false });
  const isOpen = useCallback(() => {
    const [, asked, page] = router.getMatchedRoutes(router.latestLocation.pathname);
    return page?.id === routeId && deepEqual(asked, params);
  }, [router, routeId, params]);
  return useCallback(((options) => (isOpen() ? navigate(options) : Promise.resolve())) satisfies Navigate as Given, [
    navigate,
    isOpen,
  ]);
}
