// Shows each session in the reader's own zone, and tells the form which zone that is. Everything works without it.
(() => {
  "use strict";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  const place = zone.includes("/") ? `${zone.split("/").pop().replaceAll("_", " ")} time` : zone;
  for (const field of document.querySelectorAll("input[name=time_zone]")) field.value = zone;
  const day = new Intl.DateTimeFormat("en-US", { weekday: "long", month: "long", day: "numeric", year: "numeric" });
  const hour = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" });
  for (const line of document.querySelectorAll("[data-starts]")) {
    const starts = new Date(line.dataset.starts);
    const ends = new Date(line.dataset.ends);
    const words = `${day.format(starts)}, ${hour.format(starts)} – ${hour.format(ends)}`;
    const here = line.closest("li")?.textContent ?? "";
    if (here.includes(day.format(starts)) && here.includes(`${hour.format(starts)} – ${hour.format(ends)}`)) continue;
    line.textContent = `For you: ${words}, ${place}`;
    line.hidden = false;
  }
})();
