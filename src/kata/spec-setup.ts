// Before the specs of a lesson: their frames come in the forms that the environment asks for. It loads nothing that the
// specs would not load.
import { frameForms } from "#simulation";
import { formsAskedFor } from "./frame-forms.ts";

frameForms(formsAskedFor(process.env));
