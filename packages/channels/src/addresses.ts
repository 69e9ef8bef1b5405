import { BlockList, isIP } from 'node:net';

/** Special-purpose IPv4 blocks (IANA registry, read 2026-11-23): none of them is a public service. */
const notPublicV4 = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16],
  ['198.18.0.0', 15], // benchmarking
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
] as const;

/** Blocks inside global unicast (2000::/3) that carry or stand for other addresses. */
const notPublicV6 = [
  ['2001::', 23], // Teredo, ORCHID, benchmarking and other protocol assignments
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 wraps an IPv4 address
  ['3fff::', 20],
] as const;

const refusedV4 = new BlockList();
for (const [network, prefix] of notPublicV4) refusedV4.addSubnet(network, prefix, 'ipv4');
const refusedV6 = new BlockList();
for (const [network, prefix] of notPublicV6) refusedV6.addSubnet(network, prefix, 'ipv6');
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an IP address (no brackets) belongs to the public internet. IPv6 is public only within 2000::/3, which leaves out
 * loopback, unique local, link-local, multicast, IPv4-mapped and NAT64 addresses.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refusedV4.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  return globalV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6');
}

/** Where a cloud's machines read their keys: link-local addresses, and those of Amazon, Google and Alibaba that are not. */
const keys = new BlockList();
keys.addSubnet('169.254.0.0', 16, 'ipv4');
keys.addSubnet('fe80::', 10, 'ipv6');
keys.addAddress('fd00:ec2::254', 'ipv6');
keys.addAddress('fd20:ce::254', 'ipv6');
keys.addAddress('100.100.100.200', 'ipv4');

/** Whether keys of a cloud are read at an IP address: no service of a team is there, not in a private network either. */
export function holdsKeys(address: string): boolean {
  const [own = ''] = address.split('%');
  return isIP(own) !== 0 && keys.check(own, isIP(own) === 4 ? 'ipv4' : 'ipv6');
}
