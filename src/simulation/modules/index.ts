// The door of #simulation/modules: every simulated process has a memory of its own.
export { isRenewable, ModuleMemory } from "./module-memory.ts";
export { registerFreshModules } from "./node-loader.ts";
export { type ProcessGlobals, processGlobals } from "./process-globals.ts";
export { rememberModule } from "./registry.ts";
export { freshModules } from "./vitest-plugin.ts";
export { MOMENT_ZERO, type ProcessTime } from "./virtual-time.ts";
