// What a component's `import './x.css'` gives in a test: jsdom does no layout, so there is nothing to apply.
export default {};
