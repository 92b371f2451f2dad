/**
 * Argo CD's health check of an HPA, in Lua.
 *
 * Its own says Degraded while there are no metrics, which is so after each start of a pod, and for good on
 * a cluster without a metrics API: every sync would wait or fail for it. Here an HPA that cannot read
 * metrics is Healthy and says why; one that cannot scale what it names is Degraded.
 */
export const hpaHealth = `local hs = {status = "Healthy", message = ""}
if obj.status == nil or obj.status.conditions == nil then
  return {status = "Progressing", message = "waiting for the first reconciliation"}
end
for _, c in ipairs(obj.status.conditions) do
  if c.type == "AbleToScale" and c.status == "False" then return {status = "Degraded", message = c.message} end
  if c.type == "ScalingActive" and c.status == "False" then
    if c.reason == "InvalidSelector" then return {status = "Degraded", message = c.message} end
    hs.message = c.message
  end
end
return hs
`;
