-- When holds of neighbouring seats lapse together, one transaction updates all seats of a page. Both versions of each fit
-- on a page that was filled to a half, so that these updates stay HOT, too.
ALTER TABLE seats SET (fillfactor = 50);
