"""Pages of deciding: who needs to know, questions, advice, decisions; and the pages of guidance beside them."""
