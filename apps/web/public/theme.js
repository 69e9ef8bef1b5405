// Before the first paint, so that a page chosen dark never flashes white. Written by src/ui/theme.ts.
try {
  var theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch (error) {
  // Storage may be forbidden; the system's choice holds.
}
