/**
 * Values by key, each for as long as it is under way. A `Map` that many come to and go from is copied every few dozen of
 * them, and V8's young collections take the copies it has left for living: what was in one stays, with all it refers to,
 * until the next collection of everything. So the map holds a place for each value, which is emptied at its end.
 */
export class UnderWay<Value> {
  readonly #places = new Map<string, { value: Value | undefined }>();

  get(key: string): Value | undefined {
    return this.#places.get(key)?.value;
  }

  /** Stands in for whatever was under way with this key. The answer ends it, and leaves what has come instead. */
  begin(key: string, value: Value): () => void {
    const place: { value: Value | undefined } = { value };
    this.#places.set(key, place);
    return () => {
      place.value = undefined;
      if (this.#places.get(key) === place) this.#places.delete(key);
    };
  }
}
