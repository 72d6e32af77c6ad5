// In which forms frames come: said once, before the checks of a thread, by whoever runs them.

/** In which forms a frame comes. */
export interface Forms {
  /** Sentences in the place of lanes. */
  readonly sentences: boolean;
  /** The title of the HTML picture that the error carries; undefined when nobody wants one. */
  readonly pictureTitle: string | undefined;
  /** Whether a frame ends with the call that makes its run again; whoever shows frames may have a shorter way. */
  readonly callsAgain: boolean;
}

/** What a learner sees when nobody has said otherwise. */
const usual: Forms = { sentences: false, pictureTitle: undefined, callsAgain: true };

let wanted = usual;

/**
 * Says in which forms the frames of this thread come from now on.
 *
 * @example frameForms({ sentences: true });
 * @param forms what is left out is as usual: lanes, and no picture
 */
export function frameForms(forms: Partial<Forms>): void {
  wanted = { ...usual, ...forms };
}

/** For the frame. */
export const formsWanted = (): Forms => wanted;
