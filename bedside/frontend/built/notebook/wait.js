export default{render(e){const t=setTimeout(()=>{e.el.textContent="Choose Run → Run All Cells."},5e3);customElements.whenDefined("bedside-quiz").then(n=>{clearTimeout(t),n.show(e)})}};
