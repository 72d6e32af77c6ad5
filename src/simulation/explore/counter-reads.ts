// Finds out whether a job looks at how often it has run: then what it does depends on more than its durable state.
import type { AnyJobDefinition, Job } from "#jobs";
import type { Shop } from "#shop";

const counters: ReadonlySet<string | symbol> = new Set(["executions", "resumptions", "runtimeMs"]);

/** The same definition, which tells when its code reads one of the job's counters. */
export function watchCounters(definition: AnyJobDefinition<Shop>, read: () => void): AnyJobDefinition<Shop> {
  const watched = (job: Job): Job =>
    new Proxy(job, {
      get(target, property) {
        if (counters.has(property)) read();
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return { ...definition, perform: (args, job, shop) => definition.perform(args, watched(job), shop) };
}
