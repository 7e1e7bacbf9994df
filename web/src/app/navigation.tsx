import { Link } from '@tanstack/react-router';

const groups = [
  {
    title: 'Decide',
    links: [
      { to: '/', label: 'Overview' },
      { to: '/proposals', label: 'Proposals' },
      { to: '/propose', label: 'Draft' },
    ],
  },
  {
    title: 'Carried out',
    links: [
      { to: '/runs', label: 'Runs' },
      { to: '/policies', label: 'Policies' },
      { to: '/chat', label: 'Ask' },
    ],
  },
  {
    title: 'Hold',
    links: [
      { to: '/stake', label: 'Stake' },
      { to: '/delegates', label: 'Delegates' },
      { to: '/revenue', label: 'Revenue' },
    ],
  },
] as const;

/** The rooms of the house, by what a person comes for. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  return (
    <nav aria-label="Main" className="grid content-start gap-6">
      {groups.map(({ title, links }) => (
        <div key={title}>
          <p className="label-caps mb-1.5 px-3">{title}</p>
          <ul className="grid gap-0.5">
            {links.map(({ to, label }) => (
              <li key={to}>
                <Link
                  to={to}
                  onClick={onNavigate}
                  activeOptions={{ exact: to === '/' }}
                  className="flex min-h-9 items-center rounded-md px-3 text-sm"
                  activeProps={{ className: 'bg-accent-wash font-semibold text-accent' }}
                  inactiveProps={{ className: 'text-ink-soft hover:bg-sunken hover:text-ink' }}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
