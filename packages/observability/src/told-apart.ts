/** Label combinations of one metric that are told apart. */
const COMBINATIONS_MAX = 1_000;

export interface Labelled<Part> {
  readonly labels: readonly string[];
  readonly part: Part;
}

interface Branch<Part> {
  readonly branches: Map<string, Branch<Part>>;
  part: Part | undefined;
}

/**
 * What one metric counts under each combination of label values. Beyond the maximum, combinations that were not seen
 * before share one more part, with every label `other`, so that a label declared carelessly costs neither memory nor
 * scrapes. Found label by label: a key made of all of them would be a new string for every event.
 */
export class ToldApart<Part> {
  readonly all: Labelled<Part>[] = [];
  readonly #root: Branch<Part> = { branches: new Map(), part: undefined };
  readonly #make: () => Part;
  #other: Part | undefined;

  constructor(make: () => Part) {
    this.#make = make;
  }

  of(...labels: readonly string[]): Part {
    let branch: Branch<Part> | undefined = this.#root;
    for (const label of labels) branch = branch?.branches.get(label);
    return branch?.part ?? this.#grow(labels);
  }

  #grow(labels: readonly string[]): Part {
    if (this.all.length >= COMBINATIONS_MAX) {
      if (this.#other !== undefined) return this.#other;
      this.#other = this.#make();
      this.all.push({ labels: labels.map(() => "other"), part: this.#other });
      return this.#other;
    }
    let branch = this.#root;
    for (const label of labels) {
      let next = branch.branches.get(label);
      if (next === undefined) branch.branches.set(label, (next = { branches: new Map(), part: undefined }));
      branch = next;
    }
    branch.part = this.#make();
    this.all.push({ labels, part: branch.part });
    return branch.part;
  }
}
