// What is measured inside JupyterLab's page, so that nothing of the driver is in the numbers.
// peer: {question, option, check}, the selectors of one side.

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

window.bench = {
  // Until the notebook is there and its kernel has nothing to do.
  async ready() {
    let kernel;
    while (!(kernel = window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel)) await wait(50);
    await jupyterapp.shell.currentWidget.context.ready;
    await jupyterapp.restored;
    await kernel.info;
    for (let calm = 0; calm < 10; calm = kernel.status === "idle" ? calm + 1 : 0) await wait(50);
  },

  // From Run All until every question has an option to pick, and that is painted.
  run(peer, wanted) {
    return new Promise((done, fail) => {
      const answerable = (question) =>
        question.querySelector(`${peer.option} input:enabled`) && (!peer.check || question.querySelector(`${peer.check}:enabled`));
      const watch = new MutationObserver(() => {
        if ([...document.querySelectorAll(peer.question)].filter(answerable).length < wanted) return;
        watch.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
      });
      setTimeout(fail, 60_000, new Error(`no ${wanted} questions within a minute`));
      const start = performance.now();
      watch.observe(document.body, { childList: true, subtree: true });
      jupyterapp.commands.execute("notebook:run-all-cells");
    });
  },

  // From a click on an option to its feedback in the page, and to its being painted; the means over the questions.
  // picks: [option, feedback] for each.
  async answer(peer, picks) {
    // jupyterquiz logs, and sets its feedback as mathematics; a page that is driven pays more for the first, and one
    // that is offline fails at the second. Neither counts against it.
    console.log = () => {};
    window.MathJax = undefined;
    const words = (html) => Object.assign(document.createElement("p"), { innerHTML: html }).textContent;
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const spent = { there: 0, painted: 0 };
    for (const [i, question] of [...document.querySelectorAll(peer.question)].entries()) {
      const [say, why] = picks[i].map(words);
      const label = [...question.querySelectorAll(peer.option)].find((each) => each.textContent.trim() === say);
      const clicks = [label.querySelector("input"), ...(peer.check ? [question.querySelector(peer.check)] : [])];
      question.scrollIntoView();
      clicks[0].focus(); // as a finger or a mouse does when it goes down; JupyterLab then turns to that cell
      await wait(100 + 1.7 * i); // anywhere between two frames
      const start = performance.now();
      for (const click of clicks) click.click();
      spent.there += (performance.now() - start) / picks.length;
      const there = question.textContent.includes(why);
      await painted();
      spent.painted += (performance.now() - start) / picks.length;
      if (!there) throw new Error(`no feedback to question ${i + 1}`);
    }
    return spent;
  },

  async save() {
    await jupyterapp.commands.execute("docmanager:save");
  },

  async leave() {
    localStorage.clear(); // or the next page would show what was answered in this one
    await jupyterapp.shell.currentWidget.sessionContext.shutdown();
  },
};
