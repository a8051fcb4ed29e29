"""Planning: workflow, operators and configuration become a plan, or a list of everything that is wrong with them.

Must not be here: how a plan is executed (``compile``, ``local``) and how it fares (``running``).
"""
