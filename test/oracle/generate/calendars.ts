import type { Calendar, Hours } from '../calendar.ts';

const everyDay = (...hours: Hours[]) => ({
	mon: hours,
	tue: hours,
	wed: hours,
	thu: hours,
	fri: hours,
	sat: hours,
	sun: hours
});

const workdays = (...hours: Hours[]) => ({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours });

/** Working hours of all kinds: split days, short days, holidays, nights in which clocks leap and fall back, no rest at all. */
export const CALENDARS: Calendar[] = [
	{
		id: 'office',
		name: 'Office',
		zone: 'Asia/Shanghai',
		hours: workdays(['09:00', '12:00'], ['13:00', '18:00']),
		holidays: [
			{ date: '2026-01-01', name: 'New Year' },
			{ date: '2026-01-02', name: 'New Year', hours: [['10:00', '12:30']] },
			{ date: '2026-01-03', name: 'made up for', hours: [['09:00', '18:00']] },
			{ date: '2026-06-15', name: 'festival' }
		]
	},
	{
		id: 'branch',
		name: 'Branch',
		zone: 'Europe/Berlin',
		hours: { ...workdays(['08:00', '12:30'], ['13:30', '17:00']), sat: [['09:00', '13:00']] },
		holidays: [
			{ date: '2025-12-31', name: 'New Year', hours: [['08:00', '12:00']] },
			{ date: '2026-01-01', name: 'New Year' }
		]
	},
	{
		id: 'night',
		name: 'Night shift',
		zone: 'America/New_York',
		hours: everyDay(['00:00', '06:00'], ['20:00', '24:00']),
		holidays: [{ date: '2025-12-31', name: 'New Year', hours: [['20:00', '22:00']] }]
	},
	{
		id: 'early',
		name: 'Early shift',
		zone: 'Europe/Berlin',
		hours: everyDay(['01:30', '02:30'], ['02:45', '05:00']),
		holidays: []
	},
	{ id: 'always', name: 'Always', zone: 'Asia/Kolkata', hours: everyDay(['00:00', '24:00']), holidays: [] }
];

/** The same, but every week is like every other. */
export const STEADY: Calendar[] = CALENDARS.map((calendar) => ({
	...calendar,
	zone: 'Asia/Shanghai',
	holidays: []
}));
