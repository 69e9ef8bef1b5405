import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import { cx } from './cx.ts';

export interface TabsProps<T extends string> {
  label: string;
  tabs: readonly { id: T; title: string; content: ReactNode }[];
  selected?: T;
  onSelect?: (id: T) => void;
  className?: string;
}

export const tabClasses =
  'relative -mb-px flex h-9 items-center border-b-2 border-transparent px-0.5 font-medium whitespace-nowrap text-ink-soft no-underline hover:text-ink forced-colors:not-data-selected:not-data-[status=active]:border-[Canvas] data-selected:border-accent data-selected:text-ink data-[status=active]:border-accent data-[status=active]:text-ink data-focus-visible:outline-2 data-focus-visible:outline-focus pointer-coarse:h-11';

/** Parts of one screen, one at a time. Parts with an address of their own are links (`LinkTabs`). */
export function Tabs<T extends string>({ label, tabs, selected, onSelect, className }: TabsProps<T>) {
  return (
    <AriaTabs
      {...(selected !== undefined && { selectedKey: selected })}
      {...(onSelect && { onSelectionChange: (key) => onSelect(key as T) })}
      className={className ?? ''}
    >
      <TabList aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line">
        {tabs.map(({ id, title }) => (
          <Tab key={id} id={id} className={tabClasses}>
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={cx('pt-4 outline-offset-4')}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
