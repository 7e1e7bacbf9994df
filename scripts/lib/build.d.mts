/** True when `dist/api` holds what the API's sources say now. */
export function isApiBuilt(): boolean;

/** Compiles the API into `dist/api`; throws when it does not compile. */
export function buildApi(): void;

/** Compiles the API unless it is compiled already. */
export function ensureApiBuilt(): void;

/** Compiles the contracts into `contracts/out`; throws when they do not compile. */
export function buildContracts(): void;

/** Bundles the web application into `web/dist`, unless it is bundled already; throws when it does not build. */
export function ensureWebBuilt(): void;
