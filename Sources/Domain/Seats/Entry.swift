/// One person's wish that waits in several cohorts, one row in each; at most one of them has an open offer.
package enum Entry {}
