import assert from "node:assert/strict";

import { countersOf } from "../../../cli/notify/counters.ts";

describe("the counters of Alertmanager", () => {
  it("are read by receiver, with every integration and reason of it", () => {
    const metrics = [
      "# TYPE alertmanager_notifications_total counter",
      'alertmanager_notifications_total{integration="slack",receiver_name="slack #shop"} 9',
      'alertmanager_notification_requests_total{integration="slack",receiver_name="slack #shop"} 7',
      'alertmanager_notification_requests_total{integration="email",receiver_name="slack #shop"} 1',
      'alertmanager_notification_requests_failed_total{integration="slack",receiver_name="slack #shop"} 3',
      'alertmanager_notifications_failed_total{integration="slack",reason="clientError",receiver_name="slack #shop"} 2',
      'alertmanager_notifications_failed_total{integration="slack",reason="other",receiver_name="slack #shop"} 0',
      'alertmanager_notification_requests_total{integration="email",receiver_name="an \\"odd\\" one"} 1e+02',
      'alertmanager_alerts{state="active"} 4',
    ].join("\n");

    assert.deepEqual(
      [...countersOf(metrics)],
      [
        ["slack #shop", { attempts: 8, failedAttempts: 3, givenUp: { clientError: 2, other: 0 } }],
        ['an "odd" one', { attempts: 100, failedAttempts: 0, givenUp: {} }],
      ],
    );
  });

  it("are none where Alertmanager does not tell receivers apart", () => {
    const metrics = 'alertmanager_notification_requests_total{integration="slack"} 7';
    assert.equal(countersOf(metrics).size, 0);
  });
});
