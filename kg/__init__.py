"""Documents in, a reasoned and explained RDF graph out."""
