// JupyterLab's widget manager waits two seconds for a widget of a saved notebook, and on a slow computer gives up
// just before it has read the notebook: "model not found" then stays there for good. This looks again.

const GIVEN_UP = "Error displaying widget: model not found";
const MOST = 64; // seconds; a widget that was never saved is not found later either
const SAY = "To see this, choose Run → Run All Cells in the menu.";

function* outputs(panel) {
  for (const { outputArea: area } of panel.content?.widgets ?? []) {
    for (const [i, { widgets = [] }] of (area?.widgets ?? []).entries()) {
      for (const each of widgets) if (each.renderModel && [GIVEN_UP, SAY].includes(each.node.textContent)) yield [each, area.model.get(i)];
    }
  }
}

// It also takes a notebook whose widgets it has just read for a changed one, and on closing asks whether to save
// it. Here it is changed when something that goes into its file is.
function changes({ model }) {
  let changed = false;
  model.contentChanged.connect(() => { changed = true; });
  model.stateChanged.connect((_, { name, newValue }) => {
    if (name !== "dirty") return;
    changed &&= newValue;
    if (newValue && !changed) model.dirty = false;
  });
}

function activate(app) {
  app.docRegistry.addWidgetExtension("Notebook", { createNew: (_, context) => changes(context) });
  const looks = new WeakMap();
  setInterval(() => {
    for (const panel of app.shell.widgets("main")) {
      for (const [output, model] of outputs(panel)) {
        const count = (looks.get(output) ?? 0) + 1;
        looks.set(output, count);
        // Each look takes two seconds, in which there is nothing to read: so they come ever more rarely.
        if (count <= MOST && Number.isInteger(Math.log2(count))) output.renderModel(model);
        else output.node.textContent = SAY;
      }
    }
  }, 1000);
}

// What a bundler would write for a module that JupyterLab loads.
const extension = { id: "bedside-again:plugin", description: "Looks again for widgets", autoStart: true, activate };
(window._JUPYTERLAB ??= {})["bedside-again"] = { init() {}, get: async () => () => ({ __esModule: true, default: extension }) };
