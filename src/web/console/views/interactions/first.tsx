import { CurlLine } from '../../kit/copy.js';
import { curlLine } from '../../kit/curl.js';
import { Empty } from '../../kit/states.js';

/** There was no interaction yet: how to make the first. */
export function FirstInteraction() {
  const body = { visitId: 'v-1', pageUrl: 'https://shop.example/cart', category: 'Cart' };
  return (
    <Empty title="No interactions yet">
      <p>
        Each visit that your site finds worth an offer becomes one. Make the first by hand, or play
        a visitor in the <a href="/playground">playground</a>, where it is switched on.
      </p>
      <CurlLine isOpen line={curlLine(location.origin, 'POST', '/v1/interactions', body)} />
    </Empty>
  );
}
