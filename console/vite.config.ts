import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Addresses in what is built are relative: the server writes <base href>, so that any path prefix works without a build.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: { proxy: { "/v1": "http://127.0.0.1:8421" } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
