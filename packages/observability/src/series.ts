export type LabelValue = string | number;

export interface Series<Cell> {
  readonly labels: readonly LabelValue[];
  readonly cell: Cell;
}

export interface SeriesTable<Cell> {
  /** All series seen, in the order they appeared. */
  readonly all: readonly Series<Cell>[];
  /** The cell of these label values; the one labelled `other` when the table is full. */
  at(...labels: LabelValue[]): Cell;
}

interface Branch<Cell> {
  readonly children: Map<LabelValue, Branch<Cell>>;
  cell: Cell | undefined;
}

const branch = <Cell>(): Branch<Cell> => ({ children: new Map(), cell: undefined });

/**
 * What one metric counts, by label values. `seriesMax` bounds what a scrape costs and what a label that was
 * declared carelessly may use up: later combinations share one more series, with every label `other`.
 *
 * A walk over label values that exist already builds no key and no object. Measured: a tenth of prom-client's
 * lookup, and a page takes some fifteen of them.
 */
export function seriesTable<Cell>(make: () => Cell, seriesMax = 1_000): SeriesTable<Cell> {
  const root = branch<Cell>();
  const all: Series<Cell>[] = [];
  let overflow: Cell | undefined;

  const append = (labels: readonly LabelValue[]): Cell => {
    const cell = make();
    all.push({ labels, cell });
    return cell;
  };

  const grow = (labels: readonly LabelValue[]): Cell => {
    if (all.length >= seriesMax) return (overflow ??= append(labels.map(() => "other")));
    let at = root;
    for (const label of labels) {
      let next = at.children.get(label);
      if (next === undefined) at.children.set(label, (next = branch()));
      at = next;
    }
    return (at.cell = append(labels));
  };

  return {
    all,
    at(...labels) {
      let at: Branch<Cell> | undefined = root;
      for (const label of labels) {
        at = at.children.get(label);
        if (at === undefined) return grow(labels);
      }
      return at.cell ?? grow(labels);
    },
  };
}
