// All demos, by name.
import type { DemoOptions } from "./demo-options.ts";
import { orders } from "./orders.ts";
import type { Scene } from "./scene.ts";

export interface Demo {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  /** Performs the demo in virtual time. What comes back can be painted at any pace. */
  scenes(options: DemoOptions): Promise<readonly Scene[]>;
}

export const demos: readonly Demo[] = [orders];
