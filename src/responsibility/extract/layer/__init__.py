"""Layer: what a text layer or a copied page made of the lines and tables of a notice, put right."""
