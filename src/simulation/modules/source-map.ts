// Source maps for a module that ends with a second copy of itself: both copies lead to the same lines.
import { decode, encode, type SourceMapMappings } from "@jridgewell/sourcemap-codec";

export interface PlainMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** The map of a text onto itself, word by word. */
export function mapOntoItself(code: string, source: string): PlainMap {
  const mappings = code
    .split("\n")
    .map((line, row) =>
      Array.from(line.matchAll(/\w+|\W/g), ({ index }): [number, number, number, number] => [index, 0, row, index]),
    );
  return { version: 3, sources: [source], names: [], mappings: encode(mappings) };
}

/**
 * The map of two texts that stand one below the other.
 *
 * @param first its sources stand for both
 * @param linesBetween lines from the first line of the first text to the first line of the second
 */
export function joinMaps(first: PlainMap, linesBetween: number, second: string): PlainMap {
  const above = decode(first.mappings).slice(0, linesBetween);
  const space: SourceMapMappings = Array.from({ length: linesBetween - above.length }, () => []);
  return { ...first, mappings: encode([...above, ...space, ...decode(second).map(withoutNames)]) };
}

/** Each map counts its names for itself. */
const withoutNames = (line: SourceMapMappings[number]): SourceMapMappings[number] =>
  line.map((segment) => (segment.length === 5 ? [segment[0], segment[1], segment[2], segment[3]] : segment));
