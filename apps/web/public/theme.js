// Before the first paint, so that a page chosen dark never flashes white. Written by src/ui/theme.ts.
try {
  document.documentElement.dataset.theme = localStorage.getItem('theme') ?? '';
} catch {
  // Storage may be forbidden; the system's choice holds.
}
