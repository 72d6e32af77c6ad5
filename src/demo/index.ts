// The door of the demo.
export { demo, type Surroundings } from "./demo.ts";
export type { Screen } from "./painter.ts";
