import type { ScreenSelf } from '#schema/screen.ts';
import type { Touchstone } from '$lib/server/touchstone.ts';

declare global {
	namespace App {
		interface Locals {
			/** What the dashboard's server works with. */
			touchstone: Touchstone;
			theme: 'auto' | 'light' | 'dark';
			/** The paired screen that asks, if one does. */
			screen: ScreenSelf | null;
		}
		interface PageData {
			/** The page has the whole window: no top bar, no margins. */
			bare?: true;
		}
	}
}

export {};
