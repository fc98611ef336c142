// Marks in "On this page" the part that is being read. Without this script the list is the same list.
(() => {
  const list = document.querySelector('.toc');
  if (!list || !('IntersectionObserver' in window)) return;
  const links = new Map();
  for (const link of list.querySelectorAll('a[href^="#"]')) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const headings = [...links.keys()];
  const mark = () => {
    const edge = innerHeight / 4;
    const current = headings.filter((heading) => heading.getBoundingClientRect().top < edge).pop();
    for (const [heading, link] of links) {
      if (heading !== current) link.removeAttribute('aria-current');
      else if (!link.hasAttribute('aria-current')) {
        link.setAttribute('aria-current', 'location');
        // The list scrolls by itself when it is longer than the window; the page stays where it is.
        if (list.scrollHeight > list.clientHeight) list.scrollTop = link.offsetTop - list.clientHeight / 2;
      }
    }
  };
  // Runs when a heading crosses the upper quarter of the window, not on every step of a scroll.
  const observer = new IntersectionObserver(mark, { rootMargin: '0px 0px -75% 0px', threshold: [0, 1] });
  for (const heading of headings) observer.observe(heading);
})();
