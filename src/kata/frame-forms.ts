// In which forms the environment asks for frames.
import type { Forms } from "#simulation";
import type { Flags } from "#terminal";

/** KATA_SENTENCES=1 asks for sentences; KATA_HTML holds the title of the pictures that somebody is going to keep. */
export const formsAskedFor = ({ KATA_SENTENCES = "", KATA_HTML = "" }: NodeJS.ProcessEnv): Forms => ({
  sentences: !["", "0"].includes(KATA_SENTENCES),
  pictureTitle: KATA_HTML || undefined,
  // The page has a command for it.
  callsAgain: false,
});

/** The flag that asks for sentences, for all who show a lesson. */
export const SENTENCES = { sentences: { kind: "switch" } } as const satisfies Flags;

/** Has the threads of the specs, which inherit the environment, tell runs in sentences when the flag was given. */
export function askForSentences({ sentences }: { readonly sentences?: unknown }, environment: NodeJS.ProcessEnv): void {
  if (sentences === true) environment["KATA_SENTENCES"] = "1";
}
