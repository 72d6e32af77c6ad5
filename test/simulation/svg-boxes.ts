// Reads an SVG as strictly as XML is read, and computes where each text in it stands.

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The elements of an XML text.
 *
 * @throws when a tag is not closed, an attribute is not quoted or given twice, or a sign is not escaped
 */
export function elementsOf(xml: string): readonly Element[] {
  const elements: Element[] = [];
  const open: string[] = [];
  for (const [part] of xml.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!part.startsWith("<")) refuseLooseSigns(part);
    else if (part.startsWith("</")) {
      if (open.pop() !== part.slice(2, -1)) throw new Error(`${part} closes what is not open`);
    } else {
      const element = elementOf(part);
      elements.push(element);
      if (!part.endsWith("/>")) open.push(element.name);
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  return elements;
}

/** The boxes of all texts, in a font as wide as the widest that is used: DejaVu Sans Mono. */
export function textBoxes(svg: string): readonly Box[] {
  return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = "", text = ""]) => {
    const { x, y, "font-size": size } = elementOf(`<text${attributes}>`).attributes;
    const plain = text.replace(/&(?:#\d+|[a-z]+);/g, "&");
    const [left, baseline, height] = [Number(x), Number(y), Number(size)];
    const width = Array.from(plain.trimEnd()).length * height * 0.602;
    return { text: plain, left, right: left + width, top: baseline - height * 0.8, bottom: baseline + height * 0.2 };
  });
}

export const overlap = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

function elementOf(tag: string): Element {
  const [, name = "", rest = ""] = /^<([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)\/?>$/.exec(tag) ?? [];
  if (name === "") throw new Error(`${tag} is no tag`);
  const attributes: Record<string, string> = {};
  for (const [, key = "", value = ""] of rest.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)) {
    if (key in attributes) throw new Error(`${tag} has ${key} twice`);
    refuseLooseSigns(value);
    attributes[key] = value;
  }
  return { name, attributes };
}

function refuseLooseSigns(text: string): void {
  if (/&(?!(?:amp|lt|gt|quot|#\d+);)|>/.test(text)) throw new Error(`${text} is not escaped`);
  // oxlint-disable-next-line eslint/no-control-regex -- control characters are what must not be there
  if (/[\u0000-\u0008\u000B-\u001F]|\p{Surrogate}/u.test(text)) throw new Error(`${text} has forbidden signs`);
}
