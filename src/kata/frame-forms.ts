// In which forms the environment asks for frames.
import type { Forms } from "#simulation";

/** KATA_SENTENCES=1 asks for sentences; KATA_HTML holds the title of the pictures that somebody is going to keep. */
export const formsAskedFor = ({ KATA_SENTENCES = "", KATA_HTML = "" }: NodeJS.ProcessEnv): Forms => ({
  sentences: !["", "0"].includes(KATA_SENTENCES),
  pictureTitle: KATA_HTML || undefined,
  // The page has a command for it.
  callsAgain: false,
});
