// Before the specs of a lesson: their frames come in the forms that the environment asks for. It loads nothing that the
// specs would not load. And whoever waits for the specs is to see that they are not caught in a loop.
import { frameForms } from "#simulation";
import { formsAskedFor } from "./frame-forms.ts";
import { turn } from "./turns.ts";

frameForms(formsAskedFor(process.env));
turn();
