/** The numbers of a report; they can be written as JSON as they are. */
import type { Compared, Level } from './level.ts';
import type { CopyFigures } from './setFigures.ts';

export interface ColumnRange {
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Values that are not finite numbers, in the whole set. */
  readonly missing: number;
}

/** Shares of values that are missing. */
export interface MissingSummary {
  readonly real: number;
  readonly generated: number;
  readonly difference: Compared;
}

/** How many steps sequences have. */
export interface LengthSummary {
  readonly real: { readonly mean: number; readonly minimum: number; readonly maximum: number };
  readonly generated: { readonly mean: number; readonly minimum: number; readonly maximum: number };
  /** Wasserstein distance, in deviations of the real lengths. */
  readonly distance: Compared;
}

/** A column of texts. */
export interface CategorySummary {
  readonly name: string;
  /** With their shares of all values. */
  readonly levels: readonly { readonly name: string; readonly real: number; readonly generated: number }[];
  /** Total variation between the shares, 0 to 1. */
  readonly distance: Compared;
  /** The share of steps at which the level is another than before, and how far real and generated are apart in it. */
  readonly changeShare: { readonly real: number | null; readonly generated: number | null };
  readonly changes: Compared;
  readonly level: Level;
}

export interface ColumnSummary {
  readonly name: string;
  readonly real: ColumnRange;
  readonly generated: ColumnRange;
  /** Two-sample Kolmogorov-Smirnov statistic. */
  readonly ks: Compared;
  /** Wasserstein distance in real standard deviations (in the column's unit where the real column is constant). */
  readonly wasserstein: Compared;
  /** Wasserstein distance of the changes from step to step, in deviations of the real changes. */
  readonly changes: Compared;
  readonly autocorrelation: Compared;
  /** Mean over the other columns. */
  readonly correlation: Compared;
  /** Null where no real value is missing. */
  readonly missing: MissingSummary | null;
  readonly level: Level;
}

export interface Headlines {
  readonly values: Compared;
  readonly time: Compared;
  readonly changes: Compared;
  readonly relations: Compared;
  readonly spread: Compared;
  readonly copies: Compared;
}

export interface Summary {
  readonly length: number;
  readonly counts: {
    readonly real: number;
    readonly generated: number;
    /** How many of them the figures were measured on. */
    readonly realUsed: number;
    readonly generatedUsed: number;
  };
  readonly headlines: Headlines;
  readonly worst: {
    /** Names of columns; null where no column has the figure. */
    readonly values: string | null;
    readonly time: string | null;
    readonly changes: string | null;
    readonly relations: readonly [string, string] | null;
  };
  /** Distance to the nearest other sequence of the same set, generated over real: small when it repeats itself. */
  readonly crowding: Compared;
  readonly copies: CopyFigures;
  readonly columns: readonly ColumnSummary[];
  /** Columns of texts, and the mean of their distances; none and null where there are no such columns. */
  readonly categories: readonly CategorySummary[];
  readonly categoryDistance: Compared | null;
  /** Null where all sequences are equally long. */
  readonly lengths: LengthSummary | null;
  /** The level of the report as a whole: that of the worst headline, texts and missing values among them. */
  readonly level: Level;
  /** The same in words, in the language of the report: one line, then two to four sentences with their numbers. */
  readonly overall: string;
  readonly verdict: readonly string[];
  readonly cautions: readonly string[];
}
