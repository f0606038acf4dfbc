import { defineCustomClientStrategy } from '$lib/paraglide/runtime.js';
import { BY_ADDRESS, languageOf } from '$lib/wall/language.ts';

defineCustomClientStrategy(BY_ADDRESS, {
	getLocale: () => languageOf(new URL(location.href)),
	/** The page is loaded anew with it. */
	setLocale(locale) {
		const address = new URL(location.href);
		if (languageOf(address) === undefined || languageOf(address) === locale) return;
		address.searchParams.set('lang', locale);
		history.replaceState(history.state, '', address);
	}
});
