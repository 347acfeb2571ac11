// An error stands under the line that it is about, so that nobody has to look for it.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

const set_fouten = StateEffect.define();

class Foutregel extends WidgetType {
  constructor(uitleg) {
    super();
    this.uitleg = uitleg;
  }

  eq(ander) { return ander.uitleg === this.uitleg; }

  toDOM() {
    const vlak = document.createElement("div");
    vlak.className = "foutregel";
    vlak.textContent = this.uitleg;
    return vlak;
  }

  ignoreEvent() { return true; }
}

export const regelfouten = StateField.define({
  create: () => Decoration.none,
  update(merken, stap) {
    let nieuw = merken.map(stap.changes);
    for (const gevolg of stap.effects) {
      if (gevolg.is(set_fouten)) {
        nieuw = Decoration.set(gevolg.value.map(({ from, message }) => Decoration.widget({
          widget: new Foutregel(message), block: true, side: 1,
        }).range(stap.state.doc.lineAt(from).to)), true);
      }
    }
    return nieuw;
  },
  provide: (veld) => EditorView.decorations.from(veld),
});

export function show_regelfouten(venster, fouten) {
  venster.dispatch({ effects: set_fouten.of(fouten) });
}
