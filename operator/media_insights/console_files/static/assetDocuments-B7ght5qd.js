function e(e){return e.results??[]}function t(e){return e.files??[]}function n(t){return e(t).map(e=>`${e.name} ${e.execution} ${e.time??``}`).join(`
`)}export{e as n,n as r,t};