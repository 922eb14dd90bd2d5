import type { Channel } from '../proof/proof.ts';

/** What a channel says, and the one number of it that tells most; why, where it does not agree. */
export function channelWords({ says, verdict, detail }: Channel): string {
  return [says, verdict === 'agrees' ? essence(detail) : detail.why].filter(Boolean).join(', ');
}

function essence(detail: Channel['detail']): string | null {
  if (typeof detail.executed === 'number')
    return `${detail.executed} operations, ${detail.convolutions} of them convolutions`;
  if (typeof detail.worst === 'number')
    return `${detail.precision}, error ${Number((detail.worst * 100).toPrecision(2))} %`;
  if (typeof detail.cores === 'number') return `${detail.cores} cores busy`;
  if (typeof detail.callsPerInference === 'number')
    return `${Math.round(Number(detail.share) * 100)} % of the time inside OpenVINO`;
  return typeof detail.share === 'number' ? `${Math.round(detail.share * 100)} % busy` : null;
}
