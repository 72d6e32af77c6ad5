// Which failures of services are tried: refusals and lost answers, one at a time, several in a row, and while a process stops.
import { type Fault, loseAnswer, refuse } from "../run/fault.ts";
import type { Flaw } from "./exploration.ts";
import type { Judgement } from "./judgement.ts";
import type { Met } from "./met-states.ts";
import type { Story } from "./node.ts";
import { type Calm, laterErrors, nextErrors, type RunOptions, type Traced, within } from "./trace.ts";

// Up to so many effects in a calm run, services fail at every one of them, both ways.
const fewEffects = 20;
// Up to so many states, services fail several times in a row from each of them; beyond, in the first process.
const fewStates = 100;
// So often services fail while a process lives.
const mostErrors = 4;

/** Runs the job from a state to its end, and takes up the states that it passes. */
type Run = (node: Met, options: RunOptions) => Promise<Traced>;

export class FailingServices {
  /** How many failures were tried. */
  count = 0;
  /** Whether services failed at every effect, both ways. */
  everyError = true;
  /** Whether they failed several times in a row from every state. */
  everyRow = true;
  readonly #run: Run;
  readonly #judgement: Judgement;
  /** What one failure was tried for, to be tried with more of them. */
  readonly #failedOnce: Story[] = [];

  constructor(run: Run, judgement: Judgement) {
    this.#run = run;
    this.#judgement = judgement;
  }

  /** Lets a service refuse an effect for a moment, and lets its answer be lost, in the execution that begins at a state. */
  async failOnce(node: Met): Promise<Flaw | undefined> {
    if (!node.calm) return undefined;
    const asked = within(node.calm.asked, node, node.calm.firstEnd);
    if (!node.parent) this.everyError = asked.length <= fewEffects;
    const places = this.everyError || !node.parent ? asked : asked.slice(0, 1);
    for (const [turn, place] of places.entries()) {
      for (const fault of this.#errorsAt(place, turn, node)) {
        const story = { parent: node, faults: [fault] };
        this.count += 1;
        const failed = await this.#run(node, { collects: true, story, from: node.calm });
        if (!failed.merged) {
          const flaw = this.#judgement.ofFailed(failed, story);
          if (flaw) return flaw;
        }
        if (this.everyError && (!node.parent || place === places[0])) this.#failedOnce.push(story);
      }
    }
    return undefined;
  }

  /**
   * Services that fail more than once while a process lives, tried where a world is small: an effect that is refused, or
   * whose answer is lost, up to four times in a row, and so for whatever is asked for next; in the first process also any
   * two effects.
   *
   * @param states how many states were met
   */
  async failOften(states: number): Promise<Flaw | undefined> {
    this.everyRow = this.everyError && states <= fewStates;
    for (const story of this.#failedOnce) {
      if (!this.everyRow && (story.parent as Met).parent) continue;
      const flaw = await this.#failInARow(story);
      if (flaw) return flaw;
    }
    return undefined;
  }

  /** A job that looks at its signal may do otherwise when a service fails after it was asked to stop. */
  async failWhileStopping(node: Met, calm: Calm, stopped: Traced, { faults }: Story): Promise<void> {
    for (const place of stopped.asked.filter((one) => one >= (faults[0]?.place as number))) {
      for (const fault of [refuse(place), loseAnswer(place)]) {
        this.count += 1;
        await this.#run(node, { collects: true, story: { parent: node, faults: [...faults, fault] }, from: calm });
      }
    }
  }

  /** A service refuses and its answer is lost; in large worlds, the effects of the first process have one of both in turn. */
  #errorsAt(place: number, turn: number, node: Met): readonly Fault[] {
    if (this.everyError || node.parent) return [refuse(place), loseAnswer(place)];
    return [turn % 2 === 0 ? refuse(place) : loseAnswer(place)];
  }

  /** What comes after the last failure of a story; a row of one has been judged. */
  async #failInARow(story: Story): Promise<Flaw | undefined> {
    const node = story.parent as Met;
    const { length } = story.faults;
    const run = await this.#runOn(story);
    const flaw = length > 1 ? this.#judgement.ofFailed(run, story) : undefined;
    if (flaw || length === mostErrors) return flaw;
    const before = story.faults.at(-1) as Fault;
    const inARow = nextErrors(run, before);
    for (const fault of inARow) {
      this.count += 1;
      const further = await this.#failInARow({ parent: node, faults: [...story.faults, fault] });
      if (further) return further;
    }
    if (length > 1 || node.parent) return undefined;
    // Any two of the first process, and no more after them.
    for (const fault of laterErrors(run, before)) {
      if (inARow.some(({ kind, place }) => kind === fault.kind && place === fault.place)) continue;
      this.count += 1;
      const both = { parent: node, faults: [...story.faults, fault] };
      const further = this.#judgement.ofFailed(await this.#runOn(both), both);
      if (further) return further;
    }
    return undefined;
  }

  /** From the parent of a story to the end, though what follows may be known. */
  async #runOn(story: Story): Promise<Traced> {
    const node = story.parent as Met;
    return await this.#run(node, { collects: false, story, from: node.calm as Calm, goesOn: true });
  }
}
