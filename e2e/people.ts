/** The first owner of a journey's installation, and their team. */
export const owner = { name: 'Ada Reid', email: 'ada@riverside.example', password: 'teapot ferry lantern moss' };
export const team = 'Riverside Hospice';
/** Where their desk is. */
export const deskHome = '/w/riverside-hospice';

/** A zone in which it is day, so that no journey has its next minute on another date. */
export const zone = daytimeZone(new Date());

function daytimeZone(now: Date): string {
  const hour = now.getUTCHours();
  return hour >= 4 && hour < 22 ? 'Europe/London' : 'Pacific/Auckland';
}
