// Dutch, until somebody chooses another language in the program. It reads what was chosen as soon as it is there, so this comes first.

const PREFERENCES = 'sveltia-cms.prefs';

try {
  const chosen = JSON.parse(localStorage.getItem(PREFERENCES) ?? '{}') ?? {};
  if (!chosen.locale) localStorage.setItem(PREFERENCES, JSON.stringify({ ...chosen, locale: 'nl' }));
} catch {
  // a browser that keeps nothing is asked for its own language
}
document.documentElement.lang = 'nl';
