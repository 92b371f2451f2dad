/** The parts of a Grafana dashboard's JSON that a picture shows. */
export interface PicturedDashboard {
  readonly title: string;
  readonly description?: string;
  readonly panels: readonly PicturedPanel[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly label?: string;
      readonly multi?: boolean;
      readonly options?: readonly { readonly text: string; readonly selected?: boolean }[];
    }[];
  };
  readonly links?: readonly { readonly title: string }[];
}

export interface Step {
  readonly value: number | null;
  readonly color: string;
}

export interface PicturedPanel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: Box;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat?: string }[];
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly decimals?: number;
      readonly min?: number;
      readonly max?: number;
      readonly thresholds?: { readonly steps: readonly Step[] };
      readonly custom?: { readonly stacking?: { readonly mode: string } };
    };
  };
  readonly transformations?: readonly {
    readonly id: string;
    readonly options: {
      readonly renameByName?: Readonly<Record<string, string>>;
      readonly excludeByName?: Readonly<Record<string, boolean>>;
    };
  }[];
}

/** A rectangle: in a panel's `gridPos` in grid units, in a drawing in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
