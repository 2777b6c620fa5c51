"""The words that stand beside a number: measures, what makes a number a bound, and what no unit is called."""

# Measures are what has halves and thousandths: “half a ton”, but not half a policeman.
MEASURES = frozenset(
    "kilo kilos kilogram kilograms kilogramo kilogramos kg kgs gram grams gramo gramos g gr ton tons tonne tonnes tonelada"
    " toneladas t pound pounds lb lbs libra libras ounce ounces oz onza onzas arroba arrobas quintal quintales litre litres"
    " liter liters litro litros l gallon gallons galon galones barrel barrels barril barriles metre metres meter meters metro"
    " metros m kilometre kilometres kilometer kilometers kilometro kilometros km mile miles milla millas hectare hectares"
    " hectarea hectareas ha acre acres".split()
)
UNITS = dict.fromkeys("kilos kilo kilograms kilogram kilogramo kilogramos kgs".split(), "kg")

AT_MOST = (
    "nearly|almost|less than|fewer than|under|up to|at most|no more than|not more than|casi|menos de|hasta|como maximo"
    "|no mas de|a lo sumo"
).split("|")
AT_LEAST = (
    "more than|over|at least|no less than|no fewer than|not less than|mas de|al menos|por lo menos|como minimo|no menos de"
).split("|")
ABOUT = (
    "about|around|approximately|approx|roughly|some|circa|unos|unas|cerca de|alrededor de|aproximadamente|aprox|the|los|las"
).split("|")
OR_MORE = frozenset({("or", "more"), ("o", "mas")})
OR_LESS = frozenset({("or", "less"), ("or", "fewer"), ("o", "menos")})
JOINTS = {  # what stands before two numbers → what stands between them
    "between": {"and"},
    "entre": {"y"},
    "from": {"to"},
    "desde": {"hasta"},
    "de": {"a"},
    "": {"to", "a", "or", "o", "u", "-"},
}
OF = frozenset({"of", "de", "in", "en"})  # between a unit and the goods: “500 kilos of cocaine”

# The small words of both languages. A unit is made of nouns and what describes them; where one of these stands, more is said
# than how many of what (“six dead and four wounded”, “three of the five”, “9,000 a month”).
SMALL = frozenset(
    "a an the and or nor but plus minus to from than per percent percentage each every any all both either neither no not"
    " none some more most less least fewer few several many much half halves quarter quarters third thirds fifth fifths tenth tenths double twice about around approximately"
    " roughly nearly almost circa over under above below up down at by with without for on off as if unless perhaps maybe"
    " possibly probably who whom whose which that this these those them they their theirs his her hers its it he she we you"
    " i our your is are was were be been being has have had do does did then also too only just even odd something so such"
    " including excluding among between through until till since before after during against into onto within while when"
    " where because though although apiece altogether respectively"
    " y e o u ni pero sino mas menos pico tanto tanta tantos tantas medio media medios medias cuarto cuartos cuartas tercio tercios terceras quintas partes el la los las"
    " lo del al unos unas con sin por para sobre entre desde hasta segun tras ante bajo contra durante como que quien quienes"
    " cual cuales cuyo cada algo algun algunos algunas alguno varios varias mucho mucha muchos muchas poco poca pocos pocas"
    " todo toda todos todas ambos ambas casi cerca alrededor aproximadamente apenas quiza quizas posiblemente tal vez si"
    " tampoco solo solamente ademas tambien incluso su sus se le les me te nos ellos ellas este esta estos estas ese esa esos"
    " esas aquel doble mitad resto es son era eran fue fueron hay ha han cuando donde aunque mientras porque ya aun".split()
)
