import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Addresses in what is built are relative: the server writes <base href>, so that any path prefix works without a build.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    target: "es2023",
    // As written: a rewritten light-dark() no longer follows the color-scheme of a part of the page, such as the player.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
    assetsDir: "static",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { "/v1": "http://127.0.0.1:8421" } },
  test: { include: ["src/**/*.test.ts"], environment: "node", testTimeout: 60_000 },
});
