// What the extension and the page of the graph say to one another.

/** A domain or module that can be looked at by itself. */
export interface Part {
  readonly key: string;
  readonly kind: string;
  readonly label: string;
}

export type ToPanel =
  | {
      readonly type: "drawn";
      /** The picture, with the boxes' names in their titles, and their files behind those in brackets. */
      readonly svg: string;
      readonly parts: readonly Part[];
      /** The files that boxes stand for. */
      readonly paths: readonly string[];
    }
  | { readonly type: "failed"; readonly reason: string };

export type FromPanel =
  | { readonly type: "ready" }
  | { readonly type: "part"; readonly key: string }
  | { readonly type: "open"; readonly path: string; readonly label: string }
  | { readonly type: "copy"; readonly format: "mermaid" | "dot" | "svg" };
